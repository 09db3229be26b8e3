/** The analytics service: questions about energy over HTTP, answered from caches and rollups. */
@NullMarked
package io.wattflow.services.analytics;

import org.jspecify.annotations.NullMarked;
