/** What the stream keeps in Redis of whoever is looked at. */
@NullMarked
package io.wattflow.services.analytics.live;

import org.jspecify.annotations.NullMarked;
