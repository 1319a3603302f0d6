package dev.kverdict.vm;

/** Nobody listens to a machine whose boot alone is of interest. */
public final class Unheard implements VmListener {

  @Override
  public void console(byte[] buffer, int length) {}

  @Override
  public void qmpLine(String line) {}

  @Override
  public void qmpEvent(QmpEvent event) {}

  @Override
  public void ended() {}
}
