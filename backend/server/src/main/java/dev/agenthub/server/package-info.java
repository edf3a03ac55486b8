/** The backend: one package a capability. */
@NullMarked
package dev.agenthub.server;

import org.jspecify.annotations.NullMarked;
