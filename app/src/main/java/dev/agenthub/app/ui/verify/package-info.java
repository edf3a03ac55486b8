/** The Verify screen: offline verification of exports and proofs, before sign-in. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.verify;
