/**
 * What keeps the service alive under pressure: the bound of memory in flight and the load-shedding
 * breaker.
 */
@NullMarked
package io.wattflow.services.ingestion.admission;

import org.jspecify.annotations.NullMarked;
