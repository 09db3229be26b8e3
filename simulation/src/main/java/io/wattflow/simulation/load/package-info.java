/**
 * Load as devices make it: readings that are sent when the clock says their event time, over HTTP
 * through the ingestion service's door or straight to Kafka.
 *
 * <p>{@link io.wattflow.simulation.load.PacedLoad} keeps the pace, a {@link
 * io.wattflow.simulation.load.LoadTarget} sends, and {@link io.wattflow.simulation.load.LoadTally}
 * counts what became of each reading. {@link io.wattflow.simulation.load.DoorClient} is also of use
 * on its own: it delivers one body and brings the answer.
 */
@NullMarked
package io.wattflow.simulation.load;

import org.jspecify.annotations.NullMarked;
