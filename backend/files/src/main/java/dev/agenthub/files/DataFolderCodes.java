package dev.agenthub.files;

/** The codes of failures about a data folder, which the desktop and the backend have in common. This module itself gives none. */
public final class DataFolderCodes {
    /** The folder or a file of ours in it cannot be created, read or written. */
    public static final String UNUSABLE = "DATA_FOLDER_UNUSABLE";
    /** Another process uses the folder. */
    public static final String IN_USE = "DATA_FOLDER_IN_USE";

    private DataFolderCodes() {}
}
