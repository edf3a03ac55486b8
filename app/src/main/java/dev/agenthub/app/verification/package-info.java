/** Offline verification for the command line and the Verify screen: the trusted key, pins, result texts and the report page. No JavaFX. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.verification;
