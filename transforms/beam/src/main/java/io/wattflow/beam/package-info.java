/** The telemetry transforms: each public class is a composite named by what it does. */
@NullMarked
package io.wattflow.beam;

import org.jspecify.annotations.NullMarked;
