/** Commands of whoever runs a PostgreSQL of their own: migrate, doctor, organizations, the rotations, and setup up to the first request. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli.database;
