@NullMarked
package io.wattflow.services.http;

import org.jspecify.annotations.NullMarked;
