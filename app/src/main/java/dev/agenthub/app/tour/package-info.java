/** The tour: operates the real window on the sample organization and checks every step. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.tour;
