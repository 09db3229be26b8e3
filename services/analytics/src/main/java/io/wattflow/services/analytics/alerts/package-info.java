/** Alerts: the list, and the live stream. */
@NullMarked
package io.wattflow.services.analytics.alerts;

import org.jspecify.annotations.NullMarked;
