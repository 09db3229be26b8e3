@NullMarked
package io.wattflow.services.ingestion.body;

import org.jspecify.annotations.NullMarked;
