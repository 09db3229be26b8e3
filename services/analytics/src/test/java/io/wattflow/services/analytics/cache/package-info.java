@NullMarked
package io.wattflow.services.analytics.cache;

import org.jspecify.annotations.NullMarked;
