/** The desktop locks: nobody at it for a while, or they said so. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.lock;
