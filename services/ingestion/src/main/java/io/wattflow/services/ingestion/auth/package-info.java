/** Who may write, and for whom: API keys, where they are kept, and how a request is checked. */
@NullMarked
package io.wattflow.services.ingestion.auth;

import org.jspecify.annotations.NullMarked;
