/** Bodies of requests to readings: formats, bounds, and what is wrong with which reading. */
@NullMarked
package io.wattflow.services.ingestion.body;

import org.jspecify.annotations.NullMarked;
