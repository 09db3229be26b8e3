@NullMarked
package io.wattflow.services.analytics.store;

import org.jspecify.annotations.NullMarked;
