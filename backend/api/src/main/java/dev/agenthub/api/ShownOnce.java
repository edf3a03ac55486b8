package dev.agenthub.api;

/** An answer with a secret that is shown once and never kept. */
public interface ShownOnce {

    /** What was created, without the secret, as the continuation of the sentence "this call has made". */
    String withoutSecret();
}
