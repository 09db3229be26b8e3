@NullMarked
package io.wattflow.cli.replay;

import org.jspecify.annotations.NullMarked;
