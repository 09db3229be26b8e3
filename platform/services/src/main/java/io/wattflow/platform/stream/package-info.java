/** The telemetry stream as a child process. */
@NullMarked
package io.wattflow.platform.stream;

import org.jspecify.annotations.NullMarked;
