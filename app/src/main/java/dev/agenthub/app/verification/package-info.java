/** What the command line and the Verify screen share: whose key is trusted, and the report as a page. No JavaFX. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.verification;
