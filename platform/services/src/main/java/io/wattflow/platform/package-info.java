/**
 * Kafka, ClickHouse and Redis on one machine: started, found and stopped as processes of their own.
 *
 * <p>{@link io.wattflow.platform.Platform} starts all three for as long as this process lives
 * (tests, demos); {@link io.wattflow.platform.BackgroundPlatform} starts them to stay, and finds
 * them again.
 */
@NullMarked
package io.wattflow.platform;

import org.jspecify.annotations.NullMarked;
