@NullMarked
package io.wattflow.services.ingestion.admission;

import org.jspecify.annotations.NullMarked;
