@NullMarked
package io.wattflow.services.ingestion.auth;

import org.jspecify.annotations.NullMarked;
