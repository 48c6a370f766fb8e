parent.postMessage("svg ran", "*");
document.documentElement.setAttribute("data-ran", "1");
