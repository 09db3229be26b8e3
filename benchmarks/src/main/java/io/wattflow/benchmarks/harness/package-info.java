/** What every benchmark stands on: conditions, workspace, topics, child processes, report. */
@NullMarked
package io.wattflow.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
