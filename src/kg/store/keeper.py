"""The process between a service and one of its workers: it ends the worker and reaps it.

``python -m kg.store.keeper MEGABYTES``: SIGTERM ends the worker, then this process.

A worker has a low priority and many threads. Who reaps such a process as it ends spins in the
kernel until the last of its threads had its turn; the service, which comes first, would keep that
turn from it for seconds. So who reaps it has its priority, and does nothing else.
"""

from __future__ import annotations

import os
import signal

from kg.store.child import stand_back

_SIGNALS = (signal.SIGCHLD, signal.SIGTERM)
_LOOK_SECONDS = 0.5


def main() -> None:
    """Start the worker; return when it has ended."""
    service = os.getppid()
    stand_back()
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    worker = os.fork()
    if worker:
        _keep(worker, service)
    else:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        # Its libraries are none of this process's business.
        from kg.store.worker import main as work

        work()


def _keep(worker: int, service: int) -> None:
    # The service hears of the worker's end by the end of its pipes.
    os.close(0)
    os.close(1)
    while not os.waitpid(worker, os.WNOHANG)[0]:
        said = signal.sigtimedwait(_SIGNALS, _LOOK_SECONDS)
        if (said is not None and said.si_signo == signal.SIGTERM) or os.getppid() != service:
            os.kill(worker, signal.SIGKILL)


if __name__ == "__main__":
    main()
