@NullMarked
package io.wattflow.services.analytics.auth;

import org.jspecify.annotations.NullMarked;
