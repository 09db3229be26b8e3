/** Dead letters: what there is, why, and the way back for those that are readings after all. */
@NullMarked
package io.wattflow.cli.replay;

import org.jspecify.annotations.NullMarked;
