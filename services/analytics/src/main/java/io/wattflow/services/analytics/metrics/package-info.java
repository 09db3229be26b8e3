/** What the service counts. */
@NullMarked
package io.wattflow.services.analytics.metrics;

import org.jspecify.annotations.NullMarked;
