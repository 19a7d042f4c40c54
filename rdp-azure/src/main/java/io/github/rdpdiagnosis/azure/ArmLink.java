package io.github.rdpdiagnosis.azure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an optional ARM id whose absence means something, such as "no NSG here": documents say
 * {@code none} then, and one that leaves the property out is refused.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface ArmLink {}
