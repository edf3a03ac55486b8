package dev.agenthub.api;

/** An answer with a secret that is shown once and never kept. */
public interface ShownOnce {

    /** What was made, in words that go on "this call has made", without the secret. */
    String withoutSecret();
}
