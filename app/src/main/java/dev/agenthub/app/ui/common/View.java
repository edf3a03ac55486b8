package dev.agenthub.app.ui.common;

import javafx.scene.Parent;

/** A loaded FXML file: what is drawn and who controls it. */
public record View<C>(Parent root, C controller) {}
