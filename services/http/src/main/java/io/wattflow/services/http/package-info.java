/** What every service has in common: server, problem details, health, metrics, the API's page. */
@NullMarked
package io.wattflow.services.http;

import org.jspecify.annotations.NullMarked;
