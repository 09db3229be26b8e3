/** The Flink runner: main class, settings that make the pipeline fast and safe, and restoring. */
@NullMarked
package io.wattflow.runners.flink;

import org.jspecify.annotations.NullMarked;
