@NullMarked
package io.wattflow.services.analytics.answers;

import org.jspecify.annotations.NullMarked;
