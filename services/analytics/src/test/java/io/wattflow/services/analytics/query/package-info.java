@NullMarked
package io.wattflow.services.analytics.query;

import org.jspecify.annotations.NullMarked;
