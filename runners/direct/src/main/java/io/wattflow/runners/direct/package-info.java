/** The direct runner: the same pipeline in one JVM, for trying things out. */
@NullMarked
package io.wattflow.runners.direct;

import org.jspecify.annotations.NullMarked;
