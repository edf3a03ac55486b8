/** Locks the desktop after a time without input, or on request. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.lock;
