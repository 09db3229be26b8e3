/** How much each client may send. */
@NullMarked
package io.wattflow.services.ingestion.quota;

import org.jspecify.annotations.NullMarked;
