@NullMarked
package io.wattflow.services.ingestion.http;

import org.jspecify.annotations.NullMarked;
