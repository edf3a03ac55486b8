package dev.agenthub.evidence.export;

/**
 * One entry of an archive, its local and central headers found to agree.
 *
 * @param listedAt where the central directory tells of it
 * @param dataAt where its content begins in the file
 */
record ArchiveEntry(String name, long listedAt, int method, int crc, long compressed, long size, long dataAt) {}
