/** Our services as processes of their own. */
@NullMarked
package io.wattflow.platform.service;

import org.jspecify.annotations.NullMarked;
