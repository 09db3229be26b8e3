/** InfluxDB 1.x as a peer. */
@NullMarked
package io.wattflow.benchmarks.influxdb;

import org.jspecify.annotations.NullMarked;
