/** A backend to test the desktop against: real HTTP, real hashes and signatures, and lies on request. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.testing;
