/** What the scenarios are written with: the parts, the stream, and what must come out. */
@NullMarked
package io.wattflow.integration.kit;

import org.jspecify.annotations.NullMarked;
