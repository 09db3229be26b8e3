@NullMarked
package io.wattflow.services.analytics.http;

import org.jspecify.annotations.NullMarked;
