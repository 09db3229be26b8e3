@NullMarked
package io.wattflow.services.analytics.warming;

import org.jspecify.annotations.NullMarked;
