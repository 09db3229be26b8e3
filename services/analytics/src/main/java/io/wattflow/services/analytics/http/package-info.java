/** Requests, their parameters, and how answers travel. */
@NullMarked
package io.wattflow.services.analytics.http;

import org.jspecify.annotations.NullMarked;
